/** The search of accelerators as a command, in this process or on an Apache Spark cluster. */
package io.samforge.explore;
