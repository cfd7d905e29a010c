/** A board that fails on purpose, and the book of what it did and what was noticed. */
package io.samforge.host.fault;
