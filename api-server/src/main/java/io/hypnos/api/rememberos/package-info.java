/** The RememberOS dialect: collections, drops and batches below {@code /v1/memory}. */
package io.hypnos.api.rememberos;
