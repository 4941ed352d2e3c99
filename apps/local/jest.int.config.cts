module.exports = {
  displayName: 'local-integration',
  preset: '../../jest.int.preset.js',
};
