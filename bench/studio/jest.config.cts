module.exports = {
  displayName: 'bench-studio',
  preset: '../../jest.preset.js',
};
