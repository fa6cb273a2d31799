/** An OpenSearch node with k-NN as a part of the local stack. */
package io.hypnos.local.opensearch;
