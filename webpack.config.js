/** Builds the pane: `dist/taskpane`, static files that any https server can carry. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import CopyPlugin from 'copy-webpack-plugin'
import HtmlPlugin from 'html-webpack-plugin'
import CssPlugin from 'mini-css-extract-plugin'
import MinimizerPlugin from 'minimizer-webpack-plugin'
import webpack from 'webpack'

const root = dirname(fileURLToPath(import.meta.url))
const readJson = path => JSON.parse(readFileSync(join(root, path), 'utf8'))

/** What the pane says about itself. Read when building, so that the list of authorities stays in the worker. */
function productConstants() {
  const list = readJson('src/engine/anchors/mozilla-email-anchors.json')
  return {
    SEALPANE_VERSION: JSON.stringify(readJson('package.json').version),
    SEALPANE_ANCHOR_LIST: JSON.stringify(list.source),
    SEALPANE_ANCHOR_COUNT: JSON.stringify(list.anchors.length),
  }
}

/** For the page, which says in which order things are asked for: the pane's own script and style, and the worker's script, which early-start.js starts. */
function partsOfPage(compilation, _assets, { headTags }) {
  const tagsOf = name => headTags.filter(({ tagName }) => tagName === name).join('')
  return { engine: [...(compilation.namedChunks.get('engine')?.files ?? [])].find(name => name.endsWith('.js')) ?? '', scripts: tagsOf('script'), styles: tagsOf('link') }
}

/**
 * V8 compiles all functions of such a script while it arrives, on a thread of its own; otherwise React's are compiled one by one when they are first
 * called, on the page's thread, while somebody waits. A comment to every other engine.
 */
const compiledOnArrival = { banner: '//# allFunctionsCalledOnLoad', raw: true, test: /^(?:taskpane|panel)\.[0-9a-f]+\.js$/, stage: webpack.Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_SIZE + 1 }

export default function configure(_environment, { mode = 'production' } = {}) {
  const isProduction = mode === 'production'
  return {
    mode,
    context: root,
    target: ['web', 'es2022'],
    entry: { taskpane: './src/taskpane/index.tsx' },
    devtool: isProduction ? false : 'source-map',
    output: {
      path: join(root, 'dist/taskpane'),
      filename: '[name].[contenthash:8].js',
      chunkFilename: '[name].[contenthash:8].js',
      assetModuleFilename: '[name].[contenthash:8][ext]',
      publicPath: 'auto',
      hashFunction: 'sha256',
      clean: true,
    },
    resolve: { extensions: ['.ts', '.tsx', '.js'] },
    module: {
      rules: [
        // Of the sentences only one language is loaded.
        { test: /[\\/]sentences[\\/]spoken-\w+\.ts$/, loader: './scripts/evaluate-loader.mjs' },
        { test: /\.tsx?$/, exclude: /[\\/]sentences[\\/]spoken-\w+\.ts$/, loader: 'esbuild-loader', options: { target: 'es2022', jsx: 'automatic', tsconfigRaw: {} } },
        { test: /\.css$/, use: [CssPlugin.loader, 'css-loader'] },
      ],
    },
    optimization: {
      moduleIds: 'deterministic',
      chunkIds: 'deterministic',
      // Only scripts, and not too-old.js, which stays as its readers need it. Terser makes the pane a sixth smaller than esbuild does.
      minimizer: [new MinimizerPlugin({ test: /\.js$/, exclude: /too-old\.js$/ })],
      // Fluent's components share one second chunk, loaded when the first of them is opened.
      splitChunks: {
        cacheGroups: {
          default: false,
          defaultVendors: false,
          // Mails are cleaned with it when they are shown, and when they are written.
          purify: { test: /[\\/]node_modules[\\/]dompurify[\\/]/, name: 'purify', chunks: 'async', enforce: true },
          fluent: { test: /[\\/]node_modules[\\/](@fluentui|@griffel|tabster|keyborg|@floating-ui)[\\/]/, name: 'fluent', chunks: 'async', enforce: true },
        },
      },
    },
    plugins: [
      new webpack.DefinePlugin(productConstants()),
      ...(isProduction ? [new webpack.BannerPlugin(compiledOnArrival)] : []),
      new CssPlugin({ filename: '[name].[contenthash:8].css' }),
      new HtmlPlugin({ filename: 'taskpane.html', template: 'src/taskpane/taskpane.html', minify: false, scriptLoading: 'defer', inject: false, templateParameters: partsOfPage }),
      new CopyPlugin({ patterns: [{ from: 'src/taskpane/too-old.js', info: { minimized: true } }, 'src/taskpane/early-start.js', 'src/taskpane/organisation.json'] }),
    ],
    performance: { hints: false },
    stats: 'errors-warnings',
  }
}
