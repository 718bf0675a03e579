"""Words that say nothing about a technology: grammar and the phrases of every form."""

_CHINESE = """
一个 一些 一定 一方面 一是 一种 一般 一起 一样 一直 一次 一方 一系列 上述 上面 下列 下面
不仅 不但 不同 不能 不会 不再 不得 与其 且是 两个 两种 为了 为此 为主 主要 之一 之间 之后
之前 之中 也是 于是 什么 从而 他们 以上 以下 以及 以便 以内 以外 以后 以前 任何 但是 何种
作为 你们 使得 使用 例如 其中 其他 其它 具有 具体 关于 再者 包含 包括 即可 及其 又是 另外
只有 只能 可以 可能 各个 各种 各类 同时 后者 前者 否则 含有 如下 如何 如果 它们 对于 将会
尤其 就是 已经 并且 并对 应当 应该 弊端 当前 得到 得以 怎样 怎么 情况 我们 所以 所有 所述
所示 所需 或者 提供 提出 无法 是否 更加 有关 有的 本次 本身 某些 根据 正在 比如 没有 由于
甚至 用于 的话 目前 直接 相关 相应 看到 着手 等等 第一 第二 第三 能够 自己 至少 若干 虽然
许多 该项 说明 请问 起来 达到 过程 还是 还有 这个 这些 这种 这样 通过 进行 进而 那么 那些
部分 采用 针对 除了 随着 需要 非常 首先 其次 最后 此外 因此 因为 因而 然而 而且 而是 与此
以此 为何 希望 拟解决 求助 帮助 想要 存在 实现 具备
"""

_ENGLISH = """
a about above after again all also although an and any are as at be because been before
being below between both but by can cannot could did do does doing down during each either
etc few for from further had has have having he her here hers him his how however i if in
into is it its itself may me might more most must my no nor not of off on once one only or
other our out over own per same she should since so some such than that the their them then
there therefore these they this those through thus to too under until up upon us use used
using very via was we were what when where whether which while who whom whose why will with
within without would you your
"""

STOP_WORDS = frozenset((_CHINESE + _ENGLISH).split())
