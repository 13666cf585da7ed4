--TEST--
phpinfo() shows the version, the serializers, what polls the streams, and the INI settings
--FILE--
<?php
(new ReflectionExtension('stream_ipc'))->info();
--EXPECTF--
stream_ipc

stream_ipc support => enabled
Version => %d.%d.%d
Serializers => native (serialize()), JSON
Polling => %r(epoll|kqueue)%r

Directive => Local Value => Master Value
stream_ipc.max_frame_size => 0 => 0
stream_ipc.send_timeout => 60 => 60
stream_ipc.busy_poll => 50 => 50
