import baseConfig, { runsInBrowser } from '../../eslint.config.mjs';

export default [...baseConfig, runsInBrowser];
