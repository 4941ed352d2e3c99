import baseConfig, { operator } from '../../eslint.config.mjs';

export default [...baseConfig, operator];
