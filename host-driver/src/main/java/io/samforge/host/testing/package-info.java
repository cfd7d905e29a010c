/** What tests of boards share; compiled against JUnit, which users bring along. */
package io.samforge.host.testing;
