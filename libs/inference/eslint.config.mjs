import baseConfig, { ownsClients } from '../../eslint.config.mjs';

export default [...baseConfig, ownsClients('libs/inference')];
