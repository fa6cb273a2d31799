/** Tenants that sign up for themselves by mail, and get at their keys again. */
package io.hypnos.engine.account;
