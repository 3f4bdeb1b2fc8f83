/** What jq 1.6 to 1.8 and gojq define, as `name/numbers of arguments`: what is not here is defined nowhere. */
const functions = `
IN/1,2 INDEX/1,2 JOIN/2,3,4 abs/0 acos/0 acosh/0 add/0,1 all/0,1,2 any/0,1,2 arrays/0 ascii/0 ascii_downcase/0
ascii_upcase/0 asin/0 asinh/0 atan/0 atan2/2 atanh/0 booleans/0 bsearch/1 builtins/0 capture/1,2 cbrt/0 ceil/0
combinations/0,1 contains/1 copysign/2 cos/0 cosh/0 date/0 dateadd/2 datesub/2 debug/0,1 del/1 delpaths/1 drem/2 empty/0 endswith/1 env/0
erf/0 erfc/0 error/0,1 exp/0 exp10/0 exp2/0 explode/0 expm1/0 fabs/0 false/0 fdim/2 finites/0 first/0,1 flatten/0,1
floor/0 fma/3 fmax/2 fmin/2 fmod/2 format/1 frexp/0 from_entries/0 fromdate/0 fromdateiso8601/0 fromjson/0
fromstream/1 gamma/0 get_jq_origin/0 get_prog_origin/0 get_search_list/0 getpath/1 gmtime/0 group_by/1 gsub/2,3
halt/0 halt_error/0,1 has/1 have_decnum/0 have_literal_numbers/0 hypot/2 implode/0 in/1 index/1 indices/1
infinite/0 input/0 input_filename/0 input_line_number/0 inputs/0 inside/1 isempty/1 isfinite/0 isinfinite/0 isnan/0
isnormal/0 isvalid/1 iterables/0 j0/0 j1/0 jn/2 join/1 keys/0 keys_unsorted/0 last/0,1 ldexp/2 leaf_paths/0
length/0 lgamma/0 lgamma_r/0 limit/2 localtime/0 log/0 log10/0 log1p/0 log2/0 logb/0 ltrim/0 ltrimstr/1 map/1
map_values/1 match/1,2 max/0 max_by/1 min/0 min_by/1 mktime/0 modf/0 modulemeta/0 nan/0 nearbyint/0 nextafter/2
nexttoward/2 normals/0 not/0 now/0 nth/1,2 null/0 nulls/0 numbers/0 objects/0 path/1 paths/0,1 pick/1 pow/2 pow10/0
range/1,2,3 recurse/0,1,2 recurse_down/0 remainder/2 repeat/1 reverse/0 rindex/1 rint/0 round/0 rtrim/0 rtrimstr/1
scalars/0 scalars_or_empty/0 scalb/2 scalbln/2 scan/1,2 select/1 setpath/2 significand/0 sin/0 sinh/0 skip/2 sort/0
sort_by/1 split/1,2 splits/1,2 sqrt/0 startswith/1 stderr/0 strflocaltime/1 strftime/1 strings/0 strptime/1 sub/2,3
tan/0 tanh/0 test/1,2 tgamma/0 to_entries/0 toarray/0 toboolean/0 todate/0 todateiso8601/0 tojson/0 tonumber/0
tostream/0 tostring/0 transpose/0 trim/0 trimstr/1 true/0 trunc/0 truncate_stream/1,2 type/0 unique/0 unique_by/1
until/2 utf8bytelength/0 values/0 walk/1 while/2 with_entries/1 y0/0 y1/0 yn/2
`;

/** The numbers of arguments that each function of jq takes. */
export const builtins: ReadonlyMap<string, readonly number[]> = new Map(
  functions
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', arities = ''] = entry.split('/');
      return [name, arities.split(',').map(Number)];
    }),
);

/** Formats that follow `@`. */
export const formats: readonly string[] = 'text json html uri urid csv tsv sh base64 base64d base32 base32d'.split(' ');

/** Functions whose result is their input, or parts of it that look the same. */
export const passing: ReadonlySet<string> = new Set(
  (
    'select values nulls objects arrays scalars iterables strings numbers booleans debug stderr del pick ' +
    'sort sort_by unique unique_by reverse'
  ).split(' '),
);

/** Functions whose result is an item of their input. */
export const givingItem: ReadonlySet<string> = new Set(
  'first/0 last/0 nth/1 min/0 max/0 min_by/1 max_by/1 add/0'.split(' '),
);

/** Functions whose arguments see each item of the input. */
export const seeingItems: ReadonlySet<string> = new Set(
  'map/1 any/1 all/1 sort_by/1 group_by/1 unique_by/1 min_by/1 max_by/1'.split(' '),
);

/** Functions that give what their last argument gives. */
export const givingArgument: ReadonlySet<string> = new Set('first/1 last/1 limit/2 nth/2 skip/2'.split(' '));

/** Functions that give nothing to go on with. */
export const givingNothing: ReadonlySet<string> = new Set('empty error false halt halt_error null true'.split(' '));

/** Functions whose arguments see the input of the call, beside those above. */
export const seeingInput: ReadonlySet<string> = new Set(
  (
    'select first last limit nth skip del pick path delpaths setpath has in contains inside index rindex indices ' +
    'join split splits test startswith endswith ltrimstr rtrimstr trimstr error isvalid isempty range IN tojson ' +
    'flatten strftime strptime strflocaltime pow debug halt_error getpath match capture scan'
  ).split(' '),
);
