/** What tenants entrust to the product, encrypted at rest. */
package io.hypnos.engine.secret;
