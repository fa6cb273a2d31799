/** Tenants, keys, plans and limits; who calls and what the caller may do. */
package io.hypnos.engine.tenancy;
