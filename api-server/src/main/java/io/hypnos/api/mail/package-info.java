/** Mail by SMTP and by mail services: who may send to whom, and the way into the memory. */
package io.hypnos.api.mail;
