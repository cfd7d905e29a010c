/** Networks as lists of matrix products, without weights: what an engine has to compute. */
package io.samforge.eval.network;
