/** HubSpot. */
package io.hypnos.connectors.hubspot;
