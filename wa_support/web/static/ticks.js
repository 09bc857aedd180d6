// A worker, because a browser slows the clocks of a page that nobody looks at.
"use strict";
setInterval(() => postMessage(0), 1500);
