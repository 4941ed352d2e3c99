module.exports = {
  displayName: 'worker-integration',
  preset: '../../jest.int.preset.js',
};
