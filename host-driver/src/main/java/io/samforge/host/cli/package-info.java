/** The command line samhost: lists, describes, tests, serves and runs boards. */
package io.samforge.host.cli;
