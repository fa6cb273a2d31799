/** Files of Google Drive. */
package io.hypnos.connectors.drive;
