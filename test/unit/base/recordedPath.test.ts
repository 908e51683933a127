import assert from 'node:assert/strict';
import { isRecordedPathAllowed } from '../../../src/cam/base/recordedPath.ts';

describe('a path that a file states', () => {
  type Case = readonly [recorded: string, untrusted: boolean, trusted: boolean];

  const check = (platform: NodeJS.Platform, folder: string, cases: readonly Case[]) => {
    for (const [recorded, ...expected] of cases) {
      const allowed = [false, true].map((isTrusted) =>
        isRecordedPathAllowed(recorded, { isTrusted, folders: [folder] }, platform),
      );
      assert.deepEqual(allowed, expected, recorded);
    }
  };

  it('is followed inside the workspace, and with trust on this machine: POSIX', () => {
    check('linux', '/home/ada/birds', [
      ['/home/ada/birds/models/net.py', true, true],
      ['models/net.py', true, true],
      ['./..models/net.py', true, true],
      ['/home/ada/birds/../other/net.py', false, true],
      ['../other/net.py', false, true],
      ['/home/ada/birdsong/net.py', false, true],
      ['/home/ada/birds', false, true],
      ['/etc/passwd', false, true],
      ['C:\\birds\\net.py', true, true],
      ['//server/share/net.py', false, false],
      ['\\\\server\\share\\net.py', true, true],
      ['/dev/zero', false, false],
      ['/tmp/../dev/stdin', false, false],
      ['/proc/self/environ', false, false],
      ['/sys/kernel/x', false, false],
      ['/developer/net.py', false, true],
      ['net\0.py', false, false],
    ]);
    check('linux', '/', [
      ['/dev/zero', false, false],
      ['/home/net.py', true, true],
    ]);
  });

  it('is followed inside the workspace, and with trust on this machine: Windows', () => {
    check('win32', 'C:\\Users\\Ada\\birds', [
      ['C:\\Users\\Ada\\birds\\models\\net.py', true, true],
      ['c:/users/ada/BIRDS/models/net.py', true, true],
      ['models/net.py', true, true],
      ['..\\other\\net.py', false, true],
      ['D:\\net.py', false, true],
      ['\\Windows\\win.ini', false, true],
      ['\\\\server\\share\\net.py', false, false],
      ['//server/share/net.py', false, false],
      ['\\/server/share/net.py', false, false],
      ['\\\\?\\UNC\\server\\share\\net.py', false, false],
      ['\\\\?\\C:\\Users\\net.py', false, false],
      ['\\\\.\\pipe\\x', false, false],
      ['models\\NUL', false, false],
      ['models\\con.py', false, false],
      ['COM1', false, false],
      ['models\\console.py', true, true],
    ]);
  });

  it('may be on another machine where the workspace is', () => {
    check('win32', '\\\\server\\share\\birds', [
      ['\\\\server\\share\\birds\\net.py', true, true],
      ['net.py', true, true],
      ['\\\\server\\share\\other\\net.py', false, false],
      ['\\\\other\\share\\birds\\net.py', false, false],
    ]);
  });

  it('is not followed without a workspace and without trust', () => {
    const none = { isTrusted: false, folders: [] };
    assert.equal(isRecordedPathAllowed('/home/ada/net.py', none, 'linux'), false);
    assert.equal(
      isRecordedPathAllowed('/home/ada/net.py', { ...none, isTrusted: true }, 'linux'),
      true,
    );
  });
});
