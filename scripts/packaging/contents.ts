import type { Target } from './targets.ts';

const ownFiles = [
  /^package(\.nls(\.[\w-]+)?)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^(LICENSE|ThirdPartyNotices\.txt)$/,
  /^dist\/(?!cli\.).+\.(cjs|js|css)$/,
  /^(media|samples|schemas|l10n)\/(?!(.*\/)?(__pycache__|\.[^/]+)(\/|$)).+$/,
  /^docs\/images\/[\w-]+\.(png|jpg|svg)$/,
];

const licence = /^node_modules\/(@img\/)?[\w-]+\/LICENSE(\.md|\.txt)?$/;

const packageFiles = [
  /^node_modules\/(@img\/)?[\w-]+\/package\.json$/,
  /^node_modules\/onnxruntime-node\/dist\/[\w-]+\.js$/,
  /^node_modules\/onnxruntime-common\/dist\/cjs\/(.+\.js|package\.json)$/,
  /^node_modules\/sharp\/dist\/[\w-]+\.[cm]js$/,
  /^node_modules\/@img\/colour\/[\w-]+\.cjs$/,
  /^node_modules\/detect-libc\/lib\/[\w-]+\.js$/,
  /^node_modules\/semver\/(?!bin\/).+\.js$/,
];

/** Packages that only installation scripts use. */
const installationOnly =
  /^node_modules\/(?!(onnxruntime-(node|common)|sharp|detect-libc|semver|@img)\/)/;

const binary = /\.(node|dll|dylib|exe|a|lib)$|\.so(\.[\d.]+)?$/;

/** A second copy of the same library, under the name that the binding does not load. */
const duplicateLibrary = /\/libonnxruntime\.\d+\.\d+\.\d+\.dylib$/;

function runtimeFolder(target: Target): string {
  return `node_modules/onnxruntime-node/bin/napi-v6/${target.os}/${target.cpu}/`;
}

function sharpFolders(target: Target): string[] {
  return [`sharp-${target.name}`, `sharp-libvips-${target.name}`].map(
    (name) => `node_modules/@img/${name}/`,
  );
}

/**
 * Whether a file of the installed extension (path with `/`, relative to its folder) belongs in the target's package.
 */
export function belongsInPackage(file: string, target: Target): boolean {
  if (installationOnly.test(file) || duplicateLibrary.test(file)) return false;
  if (file.startsWith(runtimeFolder(target))) return true;
  if (sharpFolders(target).some((folder) => file.startsWith(folder))) {
    return binary.test(file) || /\.(js|cjs|json)$/.test(file) || licence.test(file);
  }
  if (/^node_modules\/@img\/sharp-/.test(file)) return false;
  return [...ownFiles, licence, ...packageFiles].some((pattern) => pattern.test(file));
}

/**
 * What is wrong with a package's list of files, one sentence each: a necessary file is missing, or a forbidden one is
 * inside. It does not use {@link belongsInPackage}, so that it can check it.
 */
export function problemsOfContents(files: readonly string[], target: Target): string[] {
  const required: [string, RegExp][] = [
    ['the extension', /^dist\/extension\.cjs$/],
    ['the engine', /^dist\/engine\.cjs$/],
    ["the engine's watch", /^dist\/engineWatch\.cjs$/],
    ['the process that runs exports', /^dist\/exportRun\.cjs$/],
    ['the page', /^dist\/webview\/showCam\.js$/],
    ["the page's style", /^dist\/webview\/showCam\.css$/],
    ['the page of models', /^dist\/webview\/modelTab\.js$/],
    ["the style of the models' page", /^dist\/webview\/modelTab\.css$/],
    ['the sample model', /^samples\/scenes-gap\.onnx$/],
    ['the font', /^media\/fonts\/camLensSans\.ttf$/],
    ["the font's licence", /^media\/fonts\/LICENSE\.txt$/],
    ['the manifest', /^package\.json$/],
    ["the manifest's texts", /^package\.nls\.json$/],
    ['the licence', /^LICENSE$/],
    ['the licences of others', /^ThirdPartyNotices\.txt$/],
    ['the description', /^README\.md$/],
    ['ONNX Runtime', /\/onnxruntime_binding\.node$/],
    ["ONNX Runtime's library", /\/(libonnxruntime\.|onnxruntime\.dll$)/],
    ['sharp', /\/sharp-[\w-]+\/lib\/sharp-[\w-]+(\.node|-[\d.]+\.node)$/],
    ['the entry of sharp', /^node_modules\/sharp\/dist\/index\.mjs$/],
    ["sharp's library", /\/(libvips-cpp|libvips-42)[\w.-]*$/],
  ];
  const forbidden: [string, RegExp][] = [
    ['a source map', /\.map$/],
    ['a test', /(^|\/)tests?\//],
    ['a source file', /^(src|webview|scripts|bench|training)\/|\.tsx?$/],
    ['a development tool', /^node_modules\/(\.bin|esbuild|typescript|mocha|tsx|playwright-core)\//],
    ['a secret or a local setting', /(^|\/)\.(env|npmrc|git)/],
  ];
  const foldersOfTarget = [runtimeFolder(target), ...sharpFolders(target)];
  return [
    ...required
      .filter(([, pattern]) => !files.some((file) => pattern.test(file)))
      .map(([what]) => `${what} is missing`),
    ...files.flatMap((file) =>
      forbidden.filter(([, pattern]) => pattern.test(file)).map(([what]) => `${file} is ${what}`),
    ),
    ...files
      .filter((file) => binary.test(file))
      .filter((file) => !foldersOfTarget.some((folder) => file.startsWith(folder)))
      .map((file) => `${file} is a binary of another platform than ${target.name}`),
  ];
}
