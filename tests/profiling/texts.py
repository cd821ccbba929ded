"""What ``broad_small.py`` tries with many values: texts of Python, and of JavaScript.

Those of Python become a module, which is compiled as all is that travels: MicroPython translates nothing in a page.
"""

# ruff: noqa: E501

from __future__ import annotations

import textwrap


def _parts(text: str) -> list[str]:
    return [part for line in text.strip().split("\n") for part in line.split(" ¦ ")]


# With a value a.
ONE = _parts("""
str(a) ¦ repr(a) ¦ hash(a) ¦ len(a) ¦ bool(a) ¦ not a ¦ -a ¦ +a ¦ ~a ¦ abs(a) ¦ int(a) ¦ float(a)
list(a) ¦ tuple(a) ¦ set(a) ¦ dict(a) ¦ sorted(a) ¦ sorted(a, reverse=True, key=str) ¦ sum(a) ¦ min(a)
max(a) ¦ next(iter(a)) ¦ a[0] ¦ a[-1] ¦ a[99] ¦ a[1:] ¦ a[::-1] ¦ a[:1] ¦ a['a'] ¦ json.dumps(a)
json.loads(a) ¦ json.loads(json.dumps(a)) ¦ f'{a}' ¦ f'{a!r:>9}' ¦ f'{a:^9}' ¦ f'{a:.3f}' ¦ f'{a:,}'
f'{a:x}' ¦ f'{a:08d}' ¦ f'{a:+e}' ¦ f'{a:g}' ¦ '%5.1f|' % a ¦ '%d %x' % (a, a) ¦ type(a).__name__
dir(a) ¦ list(a.items()) ¦ list(a.keys()) ¦ list(a.values()) ¦ a.copy() ¦ round(a) ¦ round(a, 2) ¦ chr(a)
ord(a) ¦ hex(a) ¦ bin(a) ¦ oct(a) ¦ bytes(a) ¦ bytearray(a) ¦ list(enumerate(a)) ¦ list(zip(a, a))
list(map(str, a)) ¦ list(filter(None, a)) ¦ any(a) ¦ all(a) ¦ list(reversed(a)) ¦ callable(a) ¦ a()
a(1) ¦ a(b=1) ¦ range(a)[::2] ¦ id(a) ¦ a << 3 ¦ a >> 1 ¦ a ** 3 ¦ pow(a, 3, 97) ¦ a.real ¦ a.nothing
hasattr(a, 'x') ¦ getattr(a, 'x', 1) ¦ setattr(a, 'x', 1) ¦ isinstance(a, str) ¦ issubclass(a, int)
isinstance(a, (int, float, str)) ¦ int(a, 16) ¦ int.from_bytes(a, 'big') ¦ a.to_bytes(9, 'big')
a.decode() ¦ a.encode() ¦ a.args ¦ a.pop() ¦ a.append(1) ¦ a.clear() ¦ memoryview(a)[0]
tuple(sorted(a.items())) ¦ print(a, end='', file=io.StringIO()) ¦ {a: 1} ¦ {a}
float(str(a)) ¦ str(a) * 3 ¦ dict(a=1, **a) ¦ a.__class__ ¦ a.__dict__ ¦ divmod(a, 7) ¦ 7 // a
7 % a ¦ 1 / a ¦ a // -3 ¦ a % -3 ¦ a == a ¦ a != a ¦ object.__init__(a) ¦ super() ¦ iter(a) ¦ 1 + a
a * 2 ¦ a + 1 ¦ a - 1.5 ¦ a & 7 ¦ a | 8 ¦ a ^ 5 ¦ a @ a ¦ str(a, 'utf-8') ¦ bytes(a, 'utf-8')
""")
# With two of them.
BOTH = _parts("""
a + b ¦ a - b ¦ a * (b if b != 2**70 else 2) ¦ a / b ¦ a // b ¦ a % b ¦ a < b ¦ a <= b ¦ a > b ¦ a >= b
a == b ¦ a != b ¦ a is b ¦ a in b ¦ b in a ¦ a[b] ¦ divmod(a, b) ¦ a & b ¦ a | b ¦ a ^ b ¦ a and b
a or b ¦ min(a, b) ¦ max([a, b]) ¦ {a: b}.get(b) ¦ '%s %r' % (a, b) ¦ '{} {!r:>9}'.format(a, b)
a.update(b) ¦ a.extend(b) ¦ a.get(b, 1) ¦ a.setdefault(b, 1) ¦ a.pop(b) ¦ a.remove(b) ¦ a.index(b)
a.count(b) ¦ a.insert(1, b) ¦ a.add(b) ¦ a.discard(b) ¦ a.union(b) ¦ a.issubset(b) ¦ a.difference(b)
isinstance(a, type(b)) ¦ a(b) ¦ type(b)(a) ¦ sum([a], b) ¦ (a,) < (b,) ¦ [a] == [b] ¦ a.join(b)
a.find(b) ¦ a.split(b) ¦ a.replace(b, 'x') ¦ a.startswith(b) ¦ a.strip(b) ¦ a.partition(b)
[a, b].sort()
""")
# With a text a.
TEXTS = _parts("""
a.upper() ¦ a.lower() ¦ a.strip() ¦ a.lstrip() ¦ a.rstrip() ¦ a.title() ¦ a.split() ¦ a.split(',')
a.split(',', 1) ¦ a.rsplit(',', 1) ¦ a.splitlines() ¦ a.partition(',') ¦ a.rpartition(',') ¦ a.find('n')
a.rfind('n') ¦ a.index('q') ¦ a.rindex('q') ¦ a.count('n') ¦ a.replace('a', 'ä') ¦ a.replace('a', '', 1)
a.startswith('pl') ¦ a.endswith('n') ¦ a.startswith(('p', 'x')) ¦ a.isdigit() ¦ a.isalpha() ¦ a.isspace()
a.isupper() ¦ a.islower() ¦ a.center(30) ¦ a.encode() ¦ a.encode().decode() ¦ a.encode().split(b',')
a.encode().hex() ¦ a.format(1) ¦ a.join(['a', 'b']) ¦ a.join(str(one) for one in range(9))
a.isdigit() and 1 ¦ a.casefold() ¦ a.zfill(9) ¦ a.__len__() ¦ a.nothing() ¦ a.encode().find(b'a')
a.encode().replace(b'a', b'b') ¦ a.encode().startswith(b'p') ¦ a.encode().strip()
""")
STATEMENTS = (
    "x = list(range(50)); x[2:4] = [7, 8, 9]; del x[5:9]; x.sort(); x.reverse(); x += [1]; x *= 2; x[-1] = 4",
    """
x = {str(one): one for one in range(3000)}
for one in range(0, 3000, 2): del x[str(one)]
x.popitem(); x.clear()
""",
    "x = {1, 2}; x |= {3}; x -= {1}; x &= {3}; x ^= {9}; x.symmetric_difference({1}); x.isdisjoint({5}); frozenset(x)",
    "a, *b = 1, 2, 3; (c, d), e = (1, 2), 3; a += 1; x = [one for one in range(9) if one % 2]; (y := 5)",
    """
def f(a, b=2, *c, d, e=5, **g): return a, b, c, d, e, g
f(1, d=2); f(*[1, 2, 3], **{'d': 4, 'z': 5}); f(1)
""",
    """
def f():
 n = 0
 def g():
  nonlocal n; n += 1; return n
 return g
f()()
""",
    """
def f():
 try:
  yield 1
  x = yield 2
 finally:
  yield 3
g = f(); next(g); g.send(None); g.throw(ValueError)
""",
    """
def f():
 yield from range(3)
 return 5
list(f()); g = f(); next(g); g.close(); next(g)
""",
    """
class A:
 n = 1
 def __init__(self, x=0): self.x = x
 @property
 def y(self): return self.x
 @staticmethod
 def s(): return 1
 @classmethod
 def c(cls): return cls()
 def __eq__(self, o): return True
 def __hash__(self): return 1
 def __len__(self): return 0
 def __getitem__(self, i): return [1][i]
 def __call__(self): return 3
 def __repr__(self): return 'A'
 def __getattr__(self, n): raise AttributeError(n)
 def __contains__(self, x): return True
 def __enter__(self): return self
 def __exit__(self, *a): return True
 def __add__(self, o): return 1
 def __lt__(self, o): return True
 def __iter__(self): return iter([1])
 def __bool__(self): return False
class B(A):
 def __init__(self): super().__init__(2)
b = B(); b.y; b.s(); b.c(); b == 1; {b: 1}; len(b); b[0]; b()
repr(b); str(b); 1 in b; b + 1; b < b; list(b); bool(b); b.z = 1; del b.z; isinstance(b, A); B.__name__; B.__bases__
with b: raise ValueError
vars = b.__dict__; issubclass(B, A); sorted([b, b]); B.n = 2; b.nothing
""",
    """
class E(Exception):
 pass
try:
 try: raise E('x')
 except (KeyError, E) as e: raise
 finally: z = 1
except Exception as e: raise RuntimeError(e)
""",
    """
def deep(n): return deep(n + 1)
deep(0)
""",
    """
for i in range(9):
 if i == 3: continue
 if i == 5: break
else: pass
while i: i -= 1
assert i, 'no'
""",
    "import nothing_of_this_name",
    "from json import nothing",
    """
import os
os.mkdir('/made'); f = open('/made/x', 'w'); f.write('é' * 9000); f.close(); os.mkdir('/made')
""",
    "f = open('/made/x'); f.read(); f.close(); open('/made/none')",
    "import re, random, time, binascii, hashlib, struct, math, collections",
    "import base64, html, inspect, functools, random; base64.b64decode(base64.b64encode(b'abc')); html.escape('<&>')",
    "import time; time.time(); time.ticks_ms(); import random; random.random(); random.randint(1, 9)",
    "import math; math.floor(1.5); math.ceil(1.5); math.isnan(1.5); math.sqrt(2); math.inf",
    "import re; re.match('a(b+)c?', 'abbc').group(1); re.sub('[a-c]', 'x', 'abc'); re.compile('(').match('x')",
    "from collections import OrderedDict, namedtuple, deque; OrderedDict(a=1); namedtuple('N', 'a b')(1, b=2).a; deque((), 9)",
    "global y; y = 1; del y; y",
    "lambda a=1, *b, **c: (yield)",
    "x = 1 if 2 else 3; x = not x; x = 1 < 2 < 3; x = [[1, 2][0] for one in (1, 2) for two in (3,)]; print",
    'json.loads(\'[1e999, -1E5, 1.5e-7, true, false, null, "\\\\ud83c\\\\udf6a \\\\n\\\\u00e9", {}, [], {"a": {"b": [1]}}]\')',
    "json.loads('{')",
    "json.loads('[1,')",
    "json.loads('{\"a\"}')",
    "json.loads('\"')",
    "json.loads('tru')",
    "json.loads('-')",
    "json.loads('1 2')",
    "json.loads('\"\\\\u12')",
    "json.loads('')",
    "json.loads('\\x00')",
    "json.loads('[1e5]x')",
    "json.dump([1, 'é', None], io.StringIO()); json.dumps({1: 2.5, 'a': (True, None)}, separators=(',', ':'))",
    "io.StringIO('a\\nb').read(); io.BytesIO(b'ab').read(1); x = io.StringIO(); x.write('a'); x.getvalue()",
    """
import asyncio
async def f():
 await asyncio.sleep(0)
asyncio.create_task(f()); asyncio.get_event_loop()
async def g(): raise ValueError
asyncio.create_task(asyncio.gather(g(), g(), return_exceptions=True))
""",
    """
import asyncio
async def f():
 try: await asyncio.wait_for(asyncio.sleep(9), 0)
 except asyncio.TimeoutError: pass
t = asyncio.create_task(f()); u = asyncio.create_task(asyncio.sleep(5)); u.cancel(); asyncio.Event().set(); asyncio.Lock()
""",
    "import js; js.Object.new().a; js.nothing; js.Array.new(1, 2)[0]; js.Array.new(1, 2)[9]; list(js.Array.new(1, 2))",
    "import js; x = js.Object.new(); x.a = 1; x['b'] = [1]; x.c = {'d': 2}; x.a; hasattr(x, 'a')",
    "import js; js.Object(5) == 5; repr(js.Object); js.Object is js.Object; hash(js.Object); bool(js.Object); js.Object < 1",
    "import js; [one for one in js.Map.new()]; dir(js.Object.new()); js.setTimeout(len, 0)",
    "import jsffi; jsffi.to_js([1, {'a': (2,)}]); jsffi.create_proxy(len); jsffi.to_js(object()); jsffi.JsProxy",
    "import sys; sys.version; sys.path; sys.modules; sys.implementation.name; sys.maxsize; sys.platform; sys.exit(1)",
    "import gc; gc.mem_free(); gc.mem_alloc(); gc.threshold(); gc.enable(); import micropython; micropython.mem_info",
    "raise KeyboardInterrupt",
    "raise SystemExit",
    "raise 5",
    "raise OSError(2)",
    "raise StopIteration(1)",
    "ValueError('a', 'b').args; KeyError('x').errno; OSError(2).errno; StopIteration(3).value; Exception() == Exception()",
)
# What JavaScript does with a function f and two values a and b. MicroPython cannot catch what it throws, so it
# gives back the error.
CALLS = (
    "return f(a, b)",
    "return f()",
    "return f(a, 1, 2, 3, undefined)",
    "return [a, b, f, { a }, new Map([[1, a]]), null, undefined, 1.5, 2 ** 40, true, Symbol.iterator, 10n]",
    "return Promise.resolve(a).then(f)",
    "f(a).then?.(() => {}, () => {}); return f(a)",
    "return Object.keys(a).map((key) => a[key])",
    "a.x = 1; delete a.x; return 'x' in a && [...a]",
    "return JSON.stringify(a)",
    "throw new TypeError(a)",
    "throw a",
    "return String(a) + a",
    "return class { constructor(x) { this.x = x } }",
    "return Promise.reject(Error('no')).catch(f)",
    "setTimeout(() => { try { f(a) } catch {} })",
)


def module() -> str:
    """Return the source of a module with the lists ONE, BOTH, TEXTS and STATEMENTS, of functions."""
    lists = {
        "ONE": [f"lambda a: ({one})" for one in ONE],
        "BOTH": [f"lambda a, b: ({one})" for one in BOTH],
        "TEXTS": [f"lambda a: ({one})" for one in TEXTS],
        "STATEMENTS": [f"statement_{number}" for number in range(len(STATEMENTS))],
    }
    statements = [
        f"def statement_{number}():\n{textwrap.indent(one.strip(), '    ')}\n"
        for number, one in enumerate(STATEMENTS)
    ]
    written = [f"{name} = [{', '.join(ways)}]\n" for name, ways in lists.items()]
    return "".join(["import asyncio, gc, io, json, os, sys\nimport js, jsffi\n", *statements, *written])
