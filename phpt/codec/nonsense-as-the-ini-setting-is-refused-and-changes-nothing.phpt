--TEST--
stream_ipc.max_frame_size refuses an invalid size with a warning, and keeps its value
--INI--
stream_ipc.max_frame_size=64K
--FILE--
<?php
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/thrown.php';

foreach (['abc', '-1', '1MB', '1.5M', '99999999999G'] as $nonsense) {
    var_dump(ini_set('stream_ipc.max_frame_size', $nonsense));
}
thrown(fn() => (new FrameCodec(new NativeMessageSerializer()))->feed(frame_of(str_repeat('x', 65_537))));
set_error_handler(fn(int $level, string $text) => throw new ErrorException($text));
thrown(fn() => ini_set('stream_ipc.max_frame_size', '1 MB'));
foreach (['1k', '2M', '3g', ' 5 ', '0x10', '', '0'] as $size) {
    ini_set('stream_ipc.max_frame_size', $size);
    var_dump(ini_get('stream_ipc.max_frame_size') === $size);
}
--EXPECTF--
Warning: Invalid "stream_ipc.max_frame_size" setting. Invalid quantity "abc": no valid leading digits. It stays as it was: give bytes, or a number with K, M or G; 0 for no limit in %s on line %d
bool(false)

Warning: Invalid "stream_ipc.max_frame_size" setting. Invalid quantity "-1": it is less than 0. It stays as it was: give bytes, or a number with K, M or G; 0 for no limit in %s on line %d
bool(false)

Warning: Invalid "stream_ipc.max_frame_size" setting. Invalid quantity "1MB": unknown multiplier "B". It stays as it was: give bytes, or a number with K, M or G; 0 for no limit in %s on line %d
bool(false)

Warning: Invalid "stream_ipc.max_frame_size" setting. Invalid quantity "1.5M". It stays as it was: give bytes, or a number with K, M or G; 0 for no limit in %s on line %d
bool(false)

Warning: Invalid "stream_ipc.max_frame_size" setting. Invalid quantity "99999999999G": value is out of range. It stays as it was: give bytes, or a number with K, M or G; 0 for no limit in %s on line %d
bool(false)
RuntimeException: Frame length 65537 exceeds max 65536
ErrorException: Invalid "stream_ipc.max_frame_size" setting. Invalid quantity "1 MB": unknown multiplier "B". It stays as it was: give bytes, or a number with K, M or G; 0 for no limit
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
