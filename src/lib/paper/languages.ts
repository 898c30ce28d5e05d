import type { Channel } from '../appointments/rules.ts';
import type { NamedCode } from '../needs/codes.ts';

/** The languages of a sheet that somebody takes along: those of the house, and those that only sheets speak so far. */
export const SHEET_LANGUAGES = ['fr', 'en', 'nl', 'ar', 'uk'] as const;
export type SheetLanguage = (typeof SHEET_LANGUAGES)[number];
export const isSheetLanguage = (said: string): said is SheetLanguage => SHEET_LANGUAGES.some((one) => one === said);

/** Each language by its own name: whoever reads it finds it. */
export const LANGUAGE_NAMES: Record<SheetLanguage, string> = {
	fr: 'Français',
	en: 'English',
	nl: 'Nederlands',
	ar: 'العربية',
	uk: 'Українська'
};

/** Everything that Cheminer itself says on the plan and the recap. */
export interface SheetWords {
	plan: string;
	recap: string;
	recapSaid: string;
	moved: (text: string) => string;
	next: string;
	nextNone: string;
	with: (name: string) => string;
	matters: string;
	people: string;
	lead: string;
	cover: string;
	phone: string;
	before: string;
	me: string;
	both: string;
	other: string;
	due: (date: string) => string;
	wish: string;
	agreed: string;
	steps: string;
	needs: string;
	notes: string;
	more: string;
	lost: string;
	printed: (date: string) => string;
	colon: string;
	channels: Record<Channel, string>;
	/** What people say of a need. */
	topic: (code: NamedCode) => string;
}

const AR_TOPICS: Record<NamedCode, string> = {
	LOG: 'السكن',
	QUO: 'الأكل واللباس وما يلزم البيت',
	ENF: 'رعاية أطفالي',
	FAM: 'عائلتي',
	SAN: 'العلاج',
	PSY: 'حالتي النفسية',
	ADD: 'الإدمان',
	HAN: 'الإعاقة أو العجز',
	VIO: 'أن أشعر بالأمان',
	DRO: 'معاملاتي الإدارية',
	SEJ: 'إقامتي',
	EQU: 'الاعتراف بشهادتي',
	JUS: 'القضاء',
	DIS: 'أن أعامل مثل الآخرين',
	FIN: 'المال والديون',
	MOB: 'التنقل',
	LNG: 'تعلم اللغة',
	ALP: 'القراءة والكتابة والحساب',
	NUM: 'استعمال الأدوات الرقمية',
	ORI: 'اختيار مهنة',
	FOR: 'التدريب والتعلم',
	REC: 'البحث عن عمل',
	EMP: 'الاستمرار في عملي',
	CRE: 'إنشاء مشروعي',
	INT: 'العمل في بلد آخر',
	CON: 'الثقة',
	LIE: 'لقاء الناس'
};

const UK_TOPICS: Record<NamedCode, string> = {
	LOG: 'Житло',
	QUO: 'Їжа, одяг, речі для дому',
	ENF: 'Догляд за моїми дітьми',
	FAM: 'Моя родина',
	SAN: 'Лікування',
	PSY: 'Мій настрій',
	ADD: 'Залежність',
	HAN: 'Інвалідність',
	VIO: 'Почуватися в безпеці',
	DRO: 'Мої документи та справи',
	SEJ: 'Моє перебування в країні',
	EQU: 'Визнання мого диплома',
	JUS: 'Правосуддя',
	DIS: 'Щоб до мене ставилися як до інших',
	FIN: 'Гроші, борги',
	MOB: 'Пересування',
	LNG: 'Вивчення мови',
	ALP: 'Читати, писати, рахувати',
	NUM: 'Цифрові навички',
	ORI: 'Обрати професію',
	FOR: 'Навчання',
	REC: 'Пошук роботи',
	EMP: 'Утриматися на роботі',
	CRE: 'Створити власну справу',
	INT: 'Робота за кордоном',
	CON: 'Довіра',
	LIE: 'Знайомитися з людьми'
};

/**
 * Languages that only sheets speak: the house itself (menus, pages) does not, so they are no locale. One more is one more entry here
 * (docs/how-to/add-a-language-to-the-plan.md).
 */
export const ONLY_ON_PAPER: Record<'ar' | 'uk', SheetWords & { at: (day: string, hour: string) => string }> = {
	ar: {
		plan: 'خطتي',
		recap: 'لقاؤنا',
		recapSaid: 'ما تحدثنا عنه',
		moved: (text) => `تقدمت: ${text}`,
		next: 'موعدي القادم',
		nextNone: 'لا يوجد موعد بعد: نختاره معا.',
		with: (name) => `مع ${name}`,
		at: (day, hour) => `${day}، الساعة ${hour}`,
		matters: 'ما يهمني',
		people: 'من يرافقني',
		lead: 'الشخص المرجعي',
		cover: 'بديل مؤقت',
		phone: 'الهاتف',
		before: 'من الآن إلى المرة القادمة',
		me: 'أنا',
		both: 'معا',
		other: 'شخص آخر',
		due: (date) => `قبل ${date}.`,
		wish: 'ما أتمناه',
		agreed: 'ما اتفقنا عليه',
		steps: 'خطواتي الصغيرة',
		needs: 'ما أحتاج إليه',
		notes: 'للكتابة',
		more: 'البقية على مساري.',
		lost: '◊: علامة لا تستطيع هذه الورقة كتابتها بعد.',
		printed: (date) => `طبعت في ${date}.`,
		colon: ':',
		channels: {
			presence: 'حضوريا',
			phone: 'بالهاتف',
			video: 'بالفيديو',
			home: 'في البيت',
			outside: 'في الخارج',
			message: 'برسالة'
		},
		topic: (code) => AR_TOPICS[code]
	},
	uk: {
		plan: 'Мій план',
		recap: 'Наша зустріч',
		recapSaid: 'Про що ми говорили',
		moved: (text) => `Крок уперед: ${text}`,
		next: 'Моя наступна зустріч',
		nextNone: 'Дати ще немає: оберемо її разом.',
		with: (name) => `зустріч із: ${name}`,
		at: (day, hour) => `${day}, ${hour}`,
		matters: 'Що для мене важливо',
		people: 'Хто мене супроводжує',
		lead: 'основна контактна особа',
		cover: 'тимчасова заміна',
		phone: 'Телефон',
		before: 'До наступного разу',
		me: 'Я',
		both: 'Разом',
		other: 'Хтось інший',
		due: (date) => `До ${date}.`,
		wish: 'Чого я хочу',
		agreed: 'Про що ми домовилися',
		steps: 'Мої маленькі кроки',
		needs: 'Що мені потрібно',
		notes: 'Для нотаток',
		more: 'Решта — на моєму шляху.',
		lost: '◊: знак, який цей аркуш ще не вміє написати.',
		printed: (date) => `Надруковано: ${date}`,
		colon: ':',
		channels: {
			presence: 'особисто',
			phone: 'телефоном',
			video: 'відеозв’язком',
			home: 'вдома',
			outside: 'надворі',
			message: 'повідомленням'
		},
		topic: (code) => UK_TOPICS[code]
	}
};

/** Is this sheet read from right to left? */
export const isRightToLeft = (language: SheetLanguage): boolean => language === 'ar';
