/** An S3 endpoint over a directory as a part of the local stack. */
package io.hypnos.local.s3;
