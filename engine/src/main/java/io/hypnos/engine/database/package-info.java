/** Access to PostgreSQL: every transaction belongs to one tenant, or is upkeep. */
package io.hypnos.engine.database;
