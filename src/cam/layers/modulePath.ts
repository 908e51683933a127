import { metadataOf } from '../onnx/file/attributes.ts';
import type { OnnxNode } from '../onnx/file/model.ts';

const SCOPES = 'pkg.torch.onnx.name_scopes';

/** A weight's name; quantisation appends to it. */
const WEIGHT =
  /^([\p{ID_Continue}.]+)\.weight(_quantized|_QuantizeLinear_Output|_DequantizeLinear_Output)?$/u;

/**
 * Path of the module that made a node, e.g. `layer4.1.conv2`, from what PyTorch's exporters leave: the names of its
 * weights (which survive the fusing of a BatchNorm into a convolution), the scopes in the node's metadata, or the
 * node's name. Empty if there is none.
 */
export function modulePath(node: OnnxNode): string {
  for (const name of node.inputs) {
    const [, module] = WEIGHT.exec(name) ?? [];
    if (module !== undefined) return module;
  }
  return pathFromScopes(metadataOf(node).get(SCOPES)) ?? pathFromName(node.name);
}

/** `['', 'layer1', 'layer1.0', 'layer1.0.relu', 'relu']`, a list as Python writes it; the last is the call itself. */
function pathFromScopes(scopes: string | undefined): string | undefined {
  if (scopes === undefined) return undefined;
  const names = [...scopes.matchAll(/'([^']*)'/g)].map(([, name]) => name ?? '');
  return names.at(-2) ?? '';
}

/** `/layer1/layer1.0/conv1/Conv` is `layer1.0.conv1`: a child of a Sequential repeats its parent's name. */
function pathFromName(name: string): string {
  if (!name.startsWith('/')) return '';
  const scopes = name.split('/').slice(1, -1);
  return scopes
    .map((scope, index) => {
      const parent = scopes[index - 1];
      return parent !== undefined && scope.startsWith(`${parent}.`)
        ? scope.slice(parent.length + 1)
        : scope;
    })
    .join('.');
}
