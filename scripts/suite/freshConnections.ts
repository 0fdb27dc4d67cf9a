/**
 * Loaded into the emulators' own process. The functions emulator keeps its connections to a function's process open, and
 * asks over one that the process is just closing for its age: such a request is answered with 500 (ECONNRESET), though
 * nothing is wrong with the function. A connection for each request costs nothing here, and has no age.
 */
import http from 'node:http';

http.globalAgent = new http.Agent({ keepAlive: false });
