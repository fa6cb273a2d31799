/** Services that tenants bring themselves, in the place of the operator's. */
package io.hypnos.engine.brought;
