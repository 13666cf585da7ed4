--TEST--
A captured native frame, fed byte by byte, gives back an equal message
--FILE--
<?php
require __DIR__ . '/../support/wire-frames.php';

feedWireFrames('native', str_split(...));
--EXPECT--
18 frames came back
