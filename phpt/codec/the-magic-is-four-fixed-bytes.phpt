--TEST--
FrameCodec::MAGIC is F3 4A 9D E2
--FILE--
<?php
use StreamIpc\Transport\FrameCodec;

echo bin2hex(FrameCodec::MAGIC), "\n";
--EXPECT--
f34a9de2
