/** The MNEMOS dialect, and every path that no other dialect claims. */
package io.hypnos.api.mnemos;
