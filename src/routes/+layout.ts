/** Every page is complete without client JavaScript; what helps more stands in `lib/ui/enhance.js`. */
export const csr = false;
