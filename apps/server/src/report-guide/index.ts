// SPDX-License-Identifier: Apache-2.0
export { guideHandlers } from './guide-routes.ts';
export { serveGuide, serveSecurityTxt } from './public-routes.ts';
