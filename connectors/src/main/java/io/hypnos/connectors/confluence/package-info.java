/** Pages of Confluence Cloud. */
package io.hypnos.connectors.confluence;
