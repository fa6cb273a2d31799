/** Addresses to which tenants send mail, and who may send to them. */
package io.hypnos.engine.mail;
