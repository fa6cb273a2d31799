/** The operator's own API: tenants and their keys, below {@code /admin/tenants}. */
package io.hypnos.api.operator;
