/** The bytes of files, in S3, each below its tenant's prefix. */
package io.hypnos.engine.blob;
