/** Tests of the care record services over HTTP. */
package org.openspine.server.carerecords;
