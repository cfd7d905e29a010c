/** A quantised model in one file: everything that a host needs to run it (architecture, 14). */
package io.samforge.arch.pack;
