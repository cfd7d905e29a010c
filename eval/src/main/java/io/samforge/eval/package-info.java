/** What the command lines of this module share. */
package io.samforge.eval;
