/** The Mnemoverse dialect: domains and atoms below {@code /api/v1}. */
package io.hypnos.api.mnemoverse;
