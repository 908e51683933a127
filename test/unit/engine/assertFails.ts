import assert from 'node:assert/strict';
import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';

/** The error of a call that must fail with this code. */
export async function assertFails(call: Promise<unknown>, code: CamErrorCode): Promise<CamError> {
  const error = await call.then(
    () => assert.fail('the call succeeded'),
    (reason) => reason,
  );
  assert.ok(CamError.is(error), String(error));
  assert.equal(error.code, code);
  return error;
}
