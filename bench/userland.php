<?php

// Both ends, written by hand: stream_select(), fread(), fwrite(), serialize().

declare(strict_types=1);

namespace StreamIpc\Message {
    interface Message
    {
    }

    final readonly class LogMessage implements Message
    {
        public function __construct(public string $message, public string $level = 'info')
        {
        }
    }
}

namespace StreamIpc\Envelope {
    use StreamIpc\Message\Message;

    final readonly class RequestEnvelope implements Message
    {
        public function __construct(public string $id, public Message $request)
        {
        }
    }

    final readonly class ResponseEnvelope implements Message
    {
        public function __construct(public string $id, public Message $response)
        {
        }
    }
}

namespace Bench {
    use StreamIpc\Envelope\RequestEnvelope;
    use StreamIpc\Envelope\ResponseEnvelope;
    use StreamIpc\Message\Message;

    /** Frames of messages over streams. */
    final class Wire
    {
        private const MAGIC = "\xF3\x4A\x9D\xE2";

        private array $buffers;

        private array $arrived = [];

        public function __construct(private $write, private array $reads, private readonly bool $json)
        {
            $this->buffers = array_fill_keys(array_keys($reads), '');
            foreach ($reads as $stream) {
                stream_set_chunk_size($stream, 65536);
            }
        }

        public function send(Message $message): void
        {
            $payload = $this->json ? to_json($message) : serialize($message);
            $frame = self::MAGIC . pack('N', strlen($payload)) . $payload;
            while ($frame !== '') {
                $frame = substr($frame, fwrite($this->write, $frame) ?: throw new \RuntimeException('Cannot write'));
            }
        }

        /** The next message, or null at the end of all streams. */
        public function receive(): ?Message
        {
            while (!$this->arrived && $this->reads) {
                $ready = $this->reads;
                stream_select($ready, $none, $none, null);
                foreach ($ready as $key => $stream) {
                    $this->read($key, $stream);
                }
                $this->arrived = array_reverse($this->arrived);
            }

            return array_pop($this->arrived);
        }

        private function read(int $key, $stream): void
        {
            $chunk = fread($stream, 65536);
            if ($chunk === '' || $chunk === false) {
                unset($this->reads[$key]);

                return;
            }
            $this->buffers[$key] .= $chunk;
            $buffer = $this->buffers[$key];
            for ($at = 0; strlen($buffer) - $at >= 8; $at += 8 + $length) {
                if (substr_compare($buffer, self::MAGIC, $at, 4) !== 0) {
                    throw new \RuntimeException("Not a frame: $buffer");
                }
                $length = unpack('N', $buffer, $at + 4)[1];
                if (strlen($buffer) - $at - 8 < $length) {
                    break;
                }
                $payload = substr($buffer, $at + 8, $length);
                $this->arrived[] = $this->json ? from_json($payload) : unserialize($payload);
            }
            if ($at > 0) {
                $this->buffers[$key] = substr($this->buffers[$key], $at);
            }
        }
    }

    function to_json(object $object): string
    {
        return json_encode(to_array($object), JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }

    function from_json(string $json): object
    {
        return from_array(json_decode($json, true, flags: JSON_THROW_ON_ERROR));
    }

    function to_array(object $object): array
    {
        $properties = array_map(fn ($value) => is_object($value) ? to_array($value) : $value, get_object_vars($object));

        return ['__class' => $object::class, ...$properties];
    }

    function from_array(array $properties): object
    {
        $class = $properties['__class'];
        unset($properties['__class']);

        return new $class(...array_map(fn ($value) => is_array($value) ? from_array($value) : $value, $properties));
    }

    /** @return \Closure(int): Message exchanges so many batches, and returns the last message that came back */
    function connect(Exchange $exchange, string $command, array $idle): \Closure
    {
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        $wire = new Wire($pipes[0], [$pipes[1], $pipes[2], ...$idle], $exchange->json);
        $run = match ($exchange->pattern) {
            Pattern::OneByOne, Pattern::InFlight => requests($wire, $exchange->request(), $exchange->requests()),
            Pattern::ToWorker, Pattern::ToParent => one_way($wire, $exchange),
        };

        // Holds the process, which PHP would otherwise wait for here.
        return function (int $batches) use ($process, $run) {
            return $run($batches);
        };
    }

    function requests(Wire $wire, Message $request, int $size): \Closure
    {
        return function (int $batches) use ($wire, $request, $size, &$last) {
            while ($batches-- > 0) {
                for ($missing = []; count($missing) < $size;) {
                    $id = getmypid() . '.' . ++$last;
                    $missing[$id] = true;
                    $wire->send(new RequestEnvelope($id, $request));
                }
                while ($missing) {
                    $envelope = $wire->receive();
                    unset($missing[$envelope->id]);
                    $reply = $envelope->response;
                }
            }

            return $reply;
        };
    }

    function one_way(Wire $wire, Exchange $exchange): \Closure
    {
        [$message, $there, $back] = [$exchange->request(), $exchange->requests(), $exchange->replies()];

        return function (int $batches) use ($wire, $message, $there, $back) {
            while ($batches-- > 0) {
                for ($i = 0; $i < $there; $i++) {
                    $wire->send($message);
                }
                for ($i = 0; $i < $back; $i++) {
                    $last = $wire->receive();
                }
            }

            return $last;
        };
    }

    /** Answers until the parent is gone. */
    function serve(Exchange $exchange): void
    {
        $wire = new Wire(STDOUT, [STDIN], $exchange->json);
        [$notification, $there, $back] = [$exchange->reply(), $exchange->requests(), $exchange->replies()];
        $arrived = 0;
        while ($message = $wire->receive()) {
            if ($message instanceof RequestEnvelope) {
                $wire->send(new ResponseEnvelope($message->id, $message->request));
            } elseif (++$arrived % $there === 0) {
                for ($i = 0; $i < $back; $i++) {
                    $wire->send($notification);
                }
            }
        }
    }
}
