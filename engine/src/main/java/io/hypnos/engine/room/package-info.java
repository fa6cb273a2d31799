/** Rooms that tenants share, and who may use them. */
package io.hypnos.engine.room;
