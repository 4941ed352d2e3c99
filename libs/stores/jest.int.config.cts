module.exports = {
  displayName: 'stores-integration',
  preset: '../../jest.int.preset.js',
};
