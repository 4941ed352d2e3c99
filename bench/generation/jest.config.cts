module.exports = {
  displayName: 'bench-generation',
  preset: '../../jest.preset.js',
};
